import { type Gate, pass, skip } from '../gate.ts';

/** 1.5/6, P-53: transactional must be earned by campaign and template alike; a marketing template never goes out as one. */
export const messageClass: Gate = {
  name: 'class',
  appliesTo: ['marketing', 'transactional'],
  lasting: true,
  ask(question) {
    if (question.templateClass === null || question.templateClass === question.class) {
      if (question.class === 'marketing') return pass({ class: question.class });
      return pass({ class: question.class, because: question.campaign?.because ?? 'own-act' });
    }
    return skip({ reason: 'class-mismatch', campaign: question.class, template: question.templateClass });
  },
};
