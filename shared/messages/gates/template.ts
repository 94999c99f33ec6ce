import { type Gate, pass, skip } from '../gate.ts';

/** 1.5/12, P-99: the whole message in one locale that fits, or none. */
export const template: Gate = {
  name: 'template',
  appliesTo: ['marketing', 'transactional', 'own'],
  lasting: true,
  ask({ locale, template }) {
    return locale === null ? skip({ reason: 'template-incomplete', template }) : pass({ locale });
  },
};
