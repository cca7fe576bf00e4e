/** The mail threads that rules come from, cited the same way everywhere. */

/** Where a rule comes from. */
export interface Source {
	/** Who said it, where and when. */
	readonly text: string;
	/** A link by Message-ID where one is known, else the subject of the thread. */
	readonly where: string;
}

const series = 'https://lore.kernel.org/r/47c26640cd85f3db2e0a2796047199bb984d1b3f.1719386613.git-series.apopple@nvidia.com';

/** A patch of "fs/dax: Fix FS DAX page reference counts", or a reply to it. */
export function inSeries(text: string): Source {
	return { text: `${text}, in "fs/dax: Fix FS DAX page reference counts", linux-mm, 2024`, where: series };
}

/** "RFC v3: mm: remove extra ZONE_DEVICE struct page refcount". */
export function inZoneDeviceRfc(text: string): Source {
	return {
		text: `${text}, in "[RFC PATCH v3 0/2] mm: remove extra ZONE_DEVICE struct page refcount", linux-mm, 2020-10`,
		where: 'https://lore.kernel.org/r/20201001181715.17416-1-rcampbell@nvidia.com',
	};
}

/** "mm: add zone device coherent type memory support". */
export function inCoherentSeries(text: string): Source {
	return {
		text: `${text}, in "[PATCH v6 01/10] mm: add zone device coherent type memory support", linux-mm, 2022-02`,
		where: 'mm: add zone device coherent type memory support',
	};
}

/** The series of November 2024 that mainline took, as the kernel tree has it. */
export function inKernel(text: string, path: string): Source {
	return { text, where: path };
}

/** "[PATCH, RFC 2/2] Implement sharing/unsharing of PMDs for FS/DAX". */
export function inSharingRfc(text: string): Source {
	return {
		text: `${text}, in "[PATCH, RFC 2/2] Implement sharing/unsharing of PMDs for FS/DAX", linux-mm, 2019-05`,
		where: 'Implement sharing/unsharing of PMDs for FS/DAX',
	};
}
