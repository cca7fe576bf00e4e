/* tree: series */

#define toy_only(pmd) 0
#define toy_huge(pmd) (!!toy_is_huge(pmd))
