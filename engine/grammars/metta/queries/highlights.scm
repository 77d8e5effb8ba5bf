; Tools differ in which of several matching patterns they take. The general patterns come first, as editors that take
; the last match need, and the special patterns exclude one another.

(comment) @comment

(variable) @variable

(string_literal) @string

(integer_literal) @number

(float_literal) @number.float

(boolean_literal) @boolean

["(" ")"] @punctuation.bracket

(evaluation "!" @keyword.operator)

(symbol) @constant

; The head of an expression is what gets called or related.
(expression . (symbol) @function.call)

; The name that a clause or a type declaration defines.
((expression . (symbol) @_head . (expression . (symbol) @function))
 (#eq? @_head "="))

((expression . (symbol) @_head . (symbol) @function)
 (#any-of? @_head "=" ":"))

; A declaration `(: Name Type)` introduces a type.
((expression . (symbol) @_head . (symbol) @type . (symbol) @_type)
 (#eq? @_head ":")
 (#eq? @_type "Type"))

; Parameters of a clause.
((expression . (symbol) @_head . (expression (variable) @variable.parameter))
 (#eq? @_head "="))

((symbol) @operator
 (#any-of? @operator "=" ":" ":<" "->" "," "+" "-" "*" "/" "%" "<" ">" "<=" ">=" "==" "!=" "=alpha"))

((symbol) @keyword.operator
 (#any-of? @keyword.operator "and" "or" "not" "xor"))

((symbol) @keyword.conditional
 (#any-of? @keyword.conditional "if" "if-equal" "if-error" "if-decons-expr" "case" "switch" "unify"))

((symbol) @keyword
 (#any-of? @keyword
   "let" "let*" "match" "chain" "eval" "evalc" "function" "sealed" "quote" "unquote" "superpose" "collapse" "nop"
   "empty" "pragma!" "bind!"))

((symbol) @keyword.return
 (#any-of? @keyword.return "return" "return-on-error"))

((symbol) @keyword.exception
 (#any-of? @keyword.exception "Error" "BadType" "BadArgType" "IncorrectNumberOfArguments" "NoReturn" "StackOverflow"))

((symbol) @keyword.import
 (#any-of? @keyword.import "import!" "include" "register-module!" "git-module!" "mod-space!"))

((symbol) @type.builtin
 (#any-of? @type.builtin
   "Type" "Atom" "Symbol" "Variable" "Expression" "Grounded" "SpaceType" "Number" "Bool" "String" "ErrorType"
   "StateMonad" "%Undefined%"))

((symbol) @constant.builtin
 (#any-of? @constant.builtin "Empty" "NotReducible" "PI" "EXP"))

; Spaces, states and other handles are named with an ampersand by convention.
((symbol) @variable.builtin
 (#eq? @variable.builtin "&self"))

((symbol) @variable.member
 (#match? @variable.member "^&.")
 (#not-eq? @variable.member "&self"))

; Documentation atoms.
((symbol) @attribute
 (#match? @attribute "^@."))
