; (= (name parameter ...) body)
((source_file
   (expression
     .
     (symbol) @_head
     .
     (expression
       .
       (symbol) @name)) @definition.function)
 (#eq? @_head "="))

; (= name body)
((source_file
   (expression
     .
     (symbol) @_head
     .
     (symbol) @name) @definition.constant)
 (#eq? @_head "="))

; (: name Type) declares a type, (: name (-> ...)) a function and (: name Other) a constant.
((source_file
   (expression
     .
     (symbol) @_head
     .
     (symbol) @name
     .
     (symbol) @_type) @definition.type)
 (#eq? @_head ":")
 (#eq? @_type "Type"))

((source_file
   (expression
     .
     (symbol) @_head
     .
     (symbol) @name
     .
     (expression
       .
       (symbol) @_arrow)) @definition.interface)
 (#eq? @_head ":")
 (#eq? @_arrow "->"))

((source_file
   (expression
     .
     (symbol) @_head
     .
     (symbol) @name
     .
     (symbol) @_type) @definition.constant)
 (#eq? @_head ":")
 (#not-eq? @_type "Type"))

; !(bind! name value)
((source_file
   (evaluation
     operand: (expression
       .
       (symbol) @_head
       .
       (symbol) @name)) @definition.constant)
 (#eq? @_head "bind!"))

; !(import! destination name)
((source_file
   (evaluation
     operand: (expression
       .
       (symbol) @_head
       .
       (_)
       .
       (symbol) @name) @reference.module))
 (#eq? @_head "import!"))

; The head of every other expression is a call or a relation.
((expression
   .
   (symbol) @name) @reference.call
 (#not-any-of? @name "=" ":" ":<" "->"))
