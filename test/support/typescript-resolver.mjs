import { registerHooks } from 'node:module'

// Lets a second Node process run our sources: `node --import ./test/support/typescript-resolver.mjs file.ts`.
// Node strips the types itself; only the `.js` endings of relative imports have to be turned back. No decorators there.
registerHooks({
  resolve(specifier, context, next) {
    const isOurs = specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL?.endsWith('.ts')
    return next(isOurs ? specifier.replace(/\.js$/, '.ts') : specifier, context)
  },
})
