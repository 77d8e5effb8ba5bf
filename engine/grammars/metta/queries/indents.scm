; An editor that ignores columns indents the lines inside parentheses by one step and keeps strings as they are.

(expression) @indent.begin @indent

")" @indent.branch @indent.end @outdent

(string_literal) @indent.ignore

(comment) @indent.auto
