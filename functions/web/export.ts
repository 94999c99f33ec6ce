import { exportData } from '../../shared/person/export-data.ts';
import { formFields } from '../runtime/form-body.ts';
import type { HttpAnswer } from '../runtime/http-message.ts';
import type { Route } from '../runtime/http-routes.ts';
import { buttonForm } from './form.ts';
import { html } from './html.ts';
import { page, pageHeaders } from './page.ts';
import { gonePage } from './refusal-pages.ts';
import { tokenPage, type Visit } from './token-page.ts';
import type { WebPorts } from './web-ports.ts';

type ExportVisit = Visit<'export'>;

/** `/export/{token}`: the link that was sent to the address gives everything known, as a file, by a POST (P-60). */
export function exportPage(ports: WebPorts): Route {
  return tokenPage(ports, 'export', {
    show: async (visit) => formPage(visit, 200),
    submit: (visit) => submit(ports, visit),
  });
}

async function submit(ports: WebPorts, visit: ExportVisit): Promise<HttpAnswer> {
  const fields = await formFields(visit.request);
  if (fields.get('confirm') !== '1') return formPage(visit, 400);
  // Erased since the mail: there is nothing left to give.
  if (!visit.person) return gonePage(visit.frame);
  const { timeline, addressBook: addresses } = ports;
  const data = await exportData(visit.person, { timeline, addresses }, visit.now);
  return {
    status: 200,
    headers: {
      ...pageHeaders,
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': 'attachment; filename="my-data.json"',
    },
    body: JSON.stringify(data, null, 2),
  };
}

function formPage({ frame }: ExportVisit, status: 200 | 400): HttpAnswer {
  const content = html`${status === 400 && html`<p class="wrong" role="alert">${frame.say('pageWrongTitle')}</p>`}
<p>${frame.say('exportIntro')}</p>${buttonForm(frame, 'confirm', '1', frame.say('exportButton'))}`;
  return page(frame, status, frame.say('exportTitle'), content);
}
