import * as z from 'zod/mini';
import english from 'zod/v4/locales/en.js';

/** What zod says of a wrong value, in English: it reaches whoever wrote it, in a receipt or as the reason of a dead letter. */
z.config(english());
