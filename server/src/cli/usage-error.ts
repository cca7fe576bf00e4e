/** Something that the user can put right: one line, exit code 2. */
export class UsageError extends Error {}

/**
 * Exit codes of every command. An output that cannot be written counts as an input error; `readerGone` is what a shell gives for SIGPIPE,
 * `interrupted` for SIGINT.
 */
export const exitCodes = { nothingFound: 0, findings: 1, inputError: 2, interrupted: 130, readerGone: 141 } as const;
