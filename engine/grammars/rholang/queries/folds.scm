[
  (agent)
  (block)
  (block_comment)
  (doc_comment)
  (list)
  (map)
  (match)
  (par)
  (pathmap)
  (select)
  (send)
  (set)
  (string_literal)
  (tuple)
] @fold

(line_comment)+ @fold
