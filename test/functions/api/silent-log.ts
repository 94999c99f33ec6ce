// Imported before the logger: it reads its level from the environment, once for every invocation.
process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
