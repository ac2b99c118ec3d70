const LIMIT = 300;

/** A longer file is asking for a second room. Migrations (never edited again) and generated files are left out. */
export const fileLength = {
  name: 'file-length',
  appliesTo: (file) => /\.(ts|tsx|mjs)$/.test(file) && !/^migrations\//.test(file) && !/\.d\.ts$/.test(file),
  check(source, report) {
    const lines = source.text.replace(/\n$/, '').split('\n').length;
    if (lines > LIMIT) report(LIMIT, `${lines} lines; the limit is ${LIMIT}`);
  },
};
