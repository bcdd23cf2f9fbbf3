/** The claims of the mail thread, decided on request: the evidence is computed there and then. */
import { useState } from "preact/hooks";
import { Answer, useJob } from "../job.tsx";
import { Scroll } from "../scroll.tsx";
import type { Jobs } from "../worker/jobs.ts";

export function Claims() {
  const [asked, setAsked] = useState(false);
  return (
    <section aria-label="Claims">
      <h2>The claims of the mail thread on guest sizes</h2>
      {asked ? (
        <Decided />
      ) : (
        <button type="button" onClick={() => setAsked(true)}>
          Decide them now
        </button>
      )}
    </section>
  );
}

function Decided() {
  const now = useJob("claims", {}, []);
  return (
    <Answer of={now} waiting={() => "Deciding …"}>
      {(claims) => <ClaimTable claims={claims} />}
    </Answer>
  );
}

function ClaimTable({ claims }: { claims: Jobs["claims"]["gives"] }) {
  return (
    <Scroll label="Claims">
      <table class="claims">
        <thead>
          <tr>
            <th scope="col">Claim</th>
            <th scope="col">Verdict</th>
            <th scope="col">Evidence</th>
          </tr>
        </thead>
        <tbody>
          {claims.map(({ id, who, quote, verdict, evidence, computed }) => (
            <tr key={id}>
              <td>
                <b>{id}</b> <span class="quiet">{who}</span>
                <span class="block">{quote}</span>
              </td>
              <td>{verdict}</td>
              <td class="quiet">
                {evidence}
                {computed ? "" : " (by reading or observation)"}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
