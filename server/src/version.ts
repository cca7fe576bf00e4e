/** The version of the package; the bundler puts it in. */
declare const MM_REVIEW_VERSION: string | undefined;

/** `0.1.0`. */
export const version: string = typeof MM_REVIEW_VERSION === 'string' ? MM_REVIEW_VERSION : '0.0.0-source';
