; A variable belongs to the top-level atom that holds it. Binders unify and never shadow, so the top-level form is the
; only scope, and every occurrence of a name inside it is the same variable.

(source_file (expression) @local.scope)

(source_file (evaluation) @local.scope)

(variable) @local.reference

; The parameters of a clause are where its variables first get a value.
((expression
   .
   (symbol) @_head
   .
   (expression
     (variable) @local.definition))
 (#eq? @_head "="))

; (let pattern value body), (chain value variable body) and the forms that run a template for each item.
((expression
   .
   (symbol) @_head
   .
   (variable) @local.definition)
 (#eq? @_head "let"))

((expression
   .
   (symbol) @_head
   .
   (_)
   .
   (variable) @local.definition)
 (#any-of? @_head "chain" "map-atom" "filter-atom" "atom-subst"))

; (let* ((pattern value) ...) body)
((expression
   .
   (symbol) @_head
   .
   (expression
     (expression
       .
       (variable) @local.definition)))
 (#eq? @_head "let*"))
