([
  (line_comment)
  (block_comment)
  (doc_comment)
] @injection.content
  (#set! injection.language "comment"))

; Programs handed to the MeTTa compiler. The quotes belong to the node, hence the offset.

((send
  channel: (identifier) @_channel
  arguments: (string_literal) @injection.content)
  (#eq? @_channel "mettaCompile")
  (#offset! @injection.content 0 1 0 -1)
  (#set! injection.language "metta"))

((send_receive_source
  channel: (identifier) @_channel
  arguments: (string_literal) @injection.content)
  (#eq? @_channel "mettaCompile")
  (#offset! @injection.content 0 1 0 -1)
  (#set! injection.language "metta"))

((send_sync
  channel: (identifier) @_channel
  arguments: (string_literal) @injection.content)
  (#eq? @_channel "mettaCompile")
  (#offset! @injection.content 0 1 0 -1)
  (#set! injection.language "metta"))
