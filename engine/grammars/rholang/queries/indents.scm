; A line that begins with a closing token goes back to the indent of the line that opened.

[
  (agent)
  (block)
  (case)
  (contract)
  (for)
  (list)
  (map)
  (match)
  (method_call)
  (method_send)
  (parenthesized_expression)
  (pathmap)
  (select)
  (send)
  (send_sync)
  (set)
  (tuple)
] @indent.begin

(new "new" @indent.begin)

[
  ")"
  "]"
  "}"
  "|}"
] @indent.branch

[
  ")"
  "]"
  "}"
  "|}"
] @indent.end

(ERROR
  [
    "("
    "["
    "{"
    "{|"
  ]) @indent.begin

[
  (block_comment)
  (string_literal)
] @indent.ignore
