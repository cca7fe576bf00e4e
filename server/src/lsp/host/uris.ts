/** URIs, without a disk: names and folders in them. */

/** The last part of a URI, as people write it. */
export function nameOf(uri: string): string {
	const path = pathPart(uri);
	return path.slice(path.lastIndexOf('/') + 1);
}

/** The folder that a URI lies in; null at the top. */
export function folderOf(uri: string): string | null {
	const match = /^([a-z][\w+.-]*:(?:\/\/[^/]*)?)(\/.*)$/i.exec(uri);
	if (match === null) return null;
	const path = (match[2] as string).replace(/\/+$/, '');
	const at = path.lastIndexOf('/');
	if (path === '') return null;
	return `${match[1]}${at <= 0 ? '/' : path.slice(0, at)}`;
}

/** The URI of a path in a folder; the path is relative. */
export function insideOf(folder: string, path: string): string {
	const encoded = path.split('/').map((part) => encodeURI(part).replace(/[?#]/g, encodeURIComponent));
	return `${folder.replace(/\/+$/, '')}/${encoded.join('/')}`;
}

/** A URI relative to a folder that it lies in, as a path; null where it lies elsewhere. */
export function relativeTo(folder: string, uri: string): string | null {
	const [inside, outside] = [decoded(uri), `${decoded(folder).replace(/\/+$/, '')}/`];
	return inside.startsWith(outside) ? inside.slice(outside.length) : null;
}

/** What people call a URI: the path of a file, else all of it. */
export function shownName(uri: string): string {
	return uri.startsWith('file:') ? pathPart(uri).replace(/^\/(?=[a-z]:)/i, '') : decoded(uri);
}

/** The same for URIs that name the same: clients write characters differently. */
export function decoded(uri: string): string {
	try {
		return decodeURIComponent(uri).replace(/^file:\/\/\/[A-Z](?=:)/, (drive) => drive.toLowerCase());
	} catch {
		return uri;
	}
}

function pathPart(uri: string): string {
	return decoded(uri.replace(/^[a-z][\w+.-]*:(?:\/\/[^/]*)?/i, ''));
}
