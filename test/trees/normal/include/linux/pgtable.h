/* Toy page-table header of a tree without devmap entries. */
#ifndef _LINUX_PGTABLE_H
#define _LINUX_PGTABLE_H

int pmd_trans_huge(pmd_t entry);

#endif
