/** The packs of contracts whose effects a review can follow: `mm` for pages, `core` for the general references of the kernel. */
export const effectPacks = ['mm', 'core'] as const;

/** A pack. */
export type EffectPack = (typeof effectPacks)[number];
