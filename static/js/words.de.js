// Written by `python -m tools.messages compile`.
globalThis.prooflaneWords = { plural: (n) => Number((n != 1)), messages: {} };
