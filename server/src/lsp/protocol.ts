/**
 * What this server and its own editor extension say to each other besides LSP. Other clients may use it too: docs/editors has the list.
 * Types only, so that the extension imports no code of the server.
 */
export type { FolderContent } from '../review/audit-in-turn.ts';
export type { Finding, ReportRange } from '../review/finding.ts';
export type { FileImages as PatchImages } from '../review/patches/patch-images.ts';
export type { FileFindings } from './audit-store.ts';
export type { StatusNews } from './diagnostics.ts';
export type { EditsAnswer } from './edit-commands.ts';
export type { WebOptions } from './host/web-host.ts';
export type { PatchAnswer, PatchSource, ReviewedPatchAnswer } from './patch-commands.ts';
export type { DrawnBlock, PathsAnswer, ToldObjectAnswer } from './paths-command.ts';
export type { ProbedTree } from './probe-command.ts';
export type { AuditNews, TreeAnswer } from './tree-commands.ts';
