/** A tree's scheme in words. */
import type { Scheme } from '../contracts/tree-profile.ts';

const texts: Record<Scheme, string> = {
	devmap: 'devmap scheme: FS DAX pages counted from one',
	converting: 'half converted: it maps DAX pages with a reference and still has devmap entries',
	normal: 'normal scheme: FS DAX pages counted as any page',
	unknown: 'unknown scheme',
};

/** What a scheme means, in a line. */
export function schemeText(scheme: Scheme): string {
	return texts[scheme];
}
