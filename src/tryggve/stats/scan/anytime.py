def anytime_permutation(*a): raise NotImplementedError
