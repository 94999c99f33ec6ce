// Evaluated before the logger is made, which reads its level only then.
process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';

export {};
