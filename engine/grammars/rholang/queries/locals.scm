; Scopes. A query cannot follow the rules of patterns to any depth, so names bound deep inside a
; pattern are left out; a language server resolves those.

[
  (agent)
  (branch)
  (case)
  (contract)
  (for)
  (let)
  (method_declaration)
  (new)
] @local.scope

; Definitions

(name_declaration name: (identifier) @local.definition)

(linear_bind names: (identifier) @local.definition)
(linear_bind names: (quote operand: (identifier) @local.definition))
(repeated_bind names: (identifier) @local.definition)
(repeated_bind names: (quote operand: (identifier) @local.definition))
(peek_bind names: (identifier) @local.definition)
(peek_bind names: (quote operand: (identifier) @local.definition))
(select_bind names: (identifier) @local.definition)
(select_bind names: (quote operand: (identifier) @local.definition))

(contract names: (identifier) @local.definition)
(contract names: (quote operand: (identifier) @local.definition))

(let_declaration names: (identifier) @local.definition)
(let_declaration names: (quote operand: (identifier) @local.definition))

(constructor_declaration names: (identifier) @local.definition)
(constructor_declaration names: (quote operand: (identifier) @local.definition))
(method_declaration names: (identifier) @local.definition)
(method_declaration names: (quote operand: (identifier) @local.definition))

(case pattern: (identifier) @local.definition)
(case pattern: (eval name: (identifier) @local.definition))
(case pattern: (list elements: (identifier) @local.definition))
(case pattern: (tuple elements: (identifier) @local.definition))
(case pattern: (map entries: (map_entry value: (identifier) @local.definition)))

(remainder variable: (identifier) @local.definition)

; References

(identifier) @local.reference
