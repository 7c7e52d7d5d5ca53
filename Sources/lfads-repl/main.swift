print("lfads-repl")
