import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // What takes processes apart under load runs with `bin/prove`, which sets the size.
    exclude: [
      '**/node_modules/**',
      ...(process.env.PROOF_SIZE === undefined ? ['test/**/*.long.test.ts'] : []),
    ],
    globalSetup: ['test/support/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
})
