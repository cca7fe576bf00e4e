/** Something that the user can put right: one line, exit code 2. */
export class UsageError extends Error {}

/** Exit codes of every command. */
export const exitCodes = { nothingFound: 0, findings: 1, inputError: 2, interrupted: 130 } as const;
