; Definitions

(
  (doc_comment)* @doc
  .
  (contract channel: (identifier) @name) @definition.function
  (#select-adjacent! @doc @definition.function)
)

(contract channel: (quote operand: (string_literal) @name)) @definition.function

(agent name: (identifier) @name) @definition.class

(method_declaration name: (identifier) @name) @definition.method

; References

(send channel: (identifier) @name) @reference.call
(send channel: (quote operand: (string_literal) @name)) @reference.call
(send_sync channel: (identifier) @name) @reference.call
(send_receive_source channel: (identifier) @name) @reference.call

(method_call method: (identifier) @name) @reference.call
(method_send method: (identifier) @name) @reference.call
(method_source method: (identifier) @name) @reference.call
