[
  (block)
] @indent.begin
