/** Member of the discovery document by which the development issuer says what it is; a hub in production refuses an issuer that has it. */
export const DEVELOPMENT_MARKER = 'hub120_development'
