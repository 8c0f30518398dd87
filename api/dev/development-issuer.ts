import type { Config } from '../config.js'

/** Name of the development issuer: where it listens on this machine. It always listens on loopback, whatever HOST says. */
export const developmentIssuer = ({ signIn }: Pick<Config, 'signIn'>): string => `http://127.0.0.1:${signIn.port}`
