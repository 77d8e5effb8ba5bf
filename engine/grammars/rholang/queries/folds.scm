[
  (block)
  (match)
  (select)
  (agent)
  (list)
  (tuple)
  (set)
  (map)
  (pathmap)
  (block_comment)
  (doc_comment)
] @fold
