(expression) @fold

(string_literal) @fold

(comment)+ @fold
