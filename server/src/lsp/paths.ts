/** URIs and paths. */
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The path of a file URI, or null for any other. */
export function pathOf(uri: string): string | null {
	if (!uri.startsWith('file:')) return null;
	try {
		return fileURLToPath(uri);
	} catch {
		return null;
	}
}

/** The URI of a path. */
export function uriOf(path: string): string {
	return pathToFileURL(path).href;
}
