(contract channel: (identifier) @name) @definition.function
