/**
 * The built-in layouts. `{{ content }}` is where a template's sections go; the rest is Liquid over `brand`, `texts`, `links`,
 * `because`, `subject` and `preheader`. A workspace writes its own as `templates/_layout.mjml` (marketing) and
 * `templates/_layout-transactional.mjml`.
 */
const HEAD = `  <mj-head>
    <mj-title>{{ subject }}</mj-title>
    <mj-preview>{{ preheader }}</mj-preview>
    <mj-attributes>
      <mj-all font-family="-apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif" />
      <mj-text font-size="16px" line-height="1.55" color="#22312c" padding="8px 24px" />
      <mj-button background-color="{{ brand.color }}" color="#ffffff" font-size="16px" font-weight="600" border-radius="6px" inner-padding="13px 26px" padding="16px 24px" align="left" />
      <mj-section padding="0" background-color="#ffffff" />
      <mj-divider border-width="1px" border-color="#dfe5e1" padding="16px 24px" />
      <mj-image padding="0" />
    </mj-attributes>
    <mj-style>h1{font-size:24px;line-height:1.25;margin:8px 0;font-weight:700}h2{font-size:18px;line-height:1.3;margin:8px 0}p{margin:0 0 12px}a{color:{{ brand.color }}}</mj-style>
  </mj-head>`;

const HEADER = `    <mj-section background-color="#f3f5f2" padding="12px 0 0" />
    <mj-section padding="20px 0 4px">
      <mj-column>
        <mj-text font-size="18px" font-weight="700" color="{{ brand.color }}">{{ brand.name }}</mj-text>
      </mj-column>
    </mj-section>`;

const SENDER = `        <mj-text font-size="13px" color="#55625d" padding="4px 24px 24px">{{ brand.legalName }}<br />{{ brand.postalAddress | newline_to_br }}</mj-text>`;

export const marketingLayout = `<mjml lang="{{ locale }}">
${HEAD}
  <mj-body background-color="#f3f5f2" width="600px">
${HEADER}
{{ content }}
    <mj-section padding="8px 0 0"><mj-column><mj-divider /></mj-column></mj-section>
    <mj-section>
      <mj-column>
        <mj-text font-size="13px" color="#55625d" padding="4px 24px">{{ because }}</mj-text>
        <mj-text font-size="13px" color="#55625d" padding="4px 24px">
          <a href="{{ links.unsubscribe }}" ses:no-track style="color:#55625d">{{ texts.footerUnsubscribe }}</a><br />
          <a href="{{ links.preferences }}" ses:no-track style="color:#55625d">{{ texts.footerPreferences }}</a>
        </mj-text>
${SENDER}
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>
`;

export const transactionalLayout = `<mjml lang="{{ locale }}">
${HEAD}
  <mj-body background-color="#f3f5f2" width="600px">
${HEADER}
{{ content }}
    <mj-section padding="8px 0 0"><mj-column><mj-divider /></mj-column></mj-section>
    <mj-section>
      <mj-column>
        <mj-text font-size="13px" color="#55625d" padding="4px 24px">{{ because }}</mj-text>
${SENDER}
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>
`;
