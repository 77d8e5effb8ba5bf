; Captures follow the names editors agree on. Later patterns win over earlier ones.

; Variables

(identifier) @variable

(wildcard) @variable.builtin

(contract names: (identifier) @variable.parameter)
(contract names: (quote operand: (identifier) @variable.parameter))
(constructor_declaration names: (identifier) @variable.parameter)
(constructor_declaration names: (quote operand: (identifier) @variable.parameter))
(method_declaration names: (identifier) @variable.parameter)
(method_declaration names: (quote operand: (identifier) @variable.parameter))
(default_declaration names: (identifier) @variable.parameter)
(default_declaration names: (quote operand: (identifier) @variable.parameter))

; Channels, contracts and methods

(send channel: (identifier) @function.call)
(send_sync channel: (identifier) @function.call)
(method_send channel: (identifier) @function.call)
(send_receive_source channel: (identifier) @function.call)
(method_source channel: (identifier) @function.call)

(contract channel: (identifier) @function)

(method_call method: (identifier) @function.method.call)
(method_send method: (identifier) @function.method.call)
(method_source method: (identifier) @function.method.call)

(method_declaration name: (identifier) @function.method)

(agent name: (identifier) @type)

; Literals

(string_literal) @string
(uri_literal) @string.special.url
(number_literal) @number
(boolean_literal) @boolean
(nil) @constant.builtin
(simple_type) @type.builtin
(unit) @constant.builtin
(template_placeholder) @constant.macro

(set "Set" @constructor)
(bigint_call "BigInt" @constructor)

; Comments

[
  (line_comment)
  (block_comment) (unclosed_comment)
] @comment

(doc_comment) @comment.documentation

(shebang) @keyword.directive

; Keywords

[
  "in"
  "let"
  "new"
  "select"
  "where"
] @keyword

[
  "contract"
] @keyword.function

[
  "else"
  "if"
  "match"
] @keyword.conditional

"for" @keyword.coroutine

[
  "and"
  "matches"
  "not"
  "or"
] @keyword.operator

[
  "bundle"
  "bundle+"
  "bundle-"
  "bundle0"
  "private"
] @keyword.modifier

(agent "agent" @keyword.type)
(constructor_declaration "constructor" @keyword.function)
(method_declaration "method" @keyword.function)
(default_declaration "default" @keyword.function)

; Operators

[
  "!"
  "!!"
  "!?"
  "!="
  "%"
  "%%"
  "&"
  "&&"
  "*"
  "+"
  "++"
  "-"
  "--"
  "/"
  "/\\"
  "<"
  "<-"
  "<<-"
  "<="
  "="
  "=="
  "=>"
  ">"
  ">="
  "?!"
  "@"
  "\\/"
  "|"
  "||"
  "~"
] @operator

; Punctuation

[
  "("
  ")"
  "["
  "]"
  "{"
  "{|"
  "|}"
  "}"
] @punctuation.bracket

[
  ","
  "."
  ":"
  ";"
] @punctuation.delimiter

"..." @punctuation.special
