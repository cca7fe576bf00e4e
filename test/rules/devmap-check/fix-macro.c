/* tree: series */

#define toy_only(pmd) pmd_devmap(pmd)
#define toy_huge(pmd) (toy_is_huge(pmd) || pmd_devmap(pmd))
