print("lfads-bench")
