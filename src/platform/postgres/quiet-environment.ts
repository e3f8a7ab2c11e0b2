/** The environment of the server: nothing of ours, for it holds secrets (`MAINSTAY_KEY`). */
export const quietEnvironment = (): NodeJS.ProcessEnv => ({ PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' })
