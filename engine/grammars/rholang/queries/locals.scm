(block) @local.scope
