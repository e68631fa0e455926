package dev.postern.console.access;

import dev.postern.console.call.EdgeRefusal;
import dev.postern.console.page.Done;
import dev.postern.console.page.Visit;
import dev.postern.http.Response;
import dev.postern.token.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /console/access/change}: what a change would do to access, and the form that makes it. */
final class ChangePage {
    static final String PATH = "/console/access/change";
    static final String DIFFERENCE = "/console/access/change/difference";

    private static final String COMPARED = "compared=yes";

    private ChangePage() {}

    /** What the change does, at once; a browser then asks for the difference, which can take seconds. */
    static Response show(Visit visit) {
        ChangeNames names = new ChangeNames(visit.calls());
        ProposedChange change = names.identified(ProposedChange.of(visit.fields()));
        Asked asked = Asked.carried(visit.fields());
        Change model = new Change(
                change.cmdlets().stream().map(names::sentence).toList(),
                change.command(),
                change.path(DIFFERENCE, asked),
                change.path(PATH, asked) + "&" + COMPARED,
                visit.fields().flag("compared") ? compared(visit, change, asked) : null);
        return visit.page("What this change would do", AccessPages.SECTION, "access/change.jte", model);
    }

    /** The part of the page with the difference. */
    static Response difference(Visit visit) {
        ProposedChange change = new ChangeNames(visit.calls()).identified(ProposedChange.of(visit.fields()));
        return visit.page(
                "What this change would do",
                AccessPages.SECTION,
                "access/difference.jte",
                compared(visit, change, Asked.carried(visit.fields())));
    }

    private static Compared compared(Visit visit, ProposedChange change, Asked asked) {
        Map<String, String> fields = new LinkedHashMap<>(change.fields());
        fields.putAll(asked.fields());
        String problem = "";
        Difference difference = null;
        try {
            difference = Difference.of(visit.calls()
                    .send(Resource.MANAGEMENT, "POST", "/postern/access/plan", change.plan())
                    .json());
        } catch (EdgeRefusal e) {
            if (e.status() != 400) {
                throw e;
            }
            problem = e.said();
        }
        return new Compared(problem, difference, fields, asked.isComplete() ? asked.path() : "");
    }

    static Response apply(Visit visit) {
        ChangeNames names = new ChangeNames(visit.calls());
        ProposedChange change = names.identified(ProposedChange.of(visit.fields()));
        Asked asked = Asked.carried(visit.fields());
        // before the change, because what it removes has no name afterwards
        List<String> sentences = change.cmdlets().stream().map(names::sentence).toList();
        ChangeMaking making = new ChangeMaking(visit.calls());
        List<String> warnings = new ArrayList<>();
        int made = 0;
        for (ProposedCmdlet one : change.cmdlets()) {
            try {
                warnings.addAll(making.make(one));
                made++;
            } catch (EdgeRefusal e) {
                if (made == 0) {
                    throw e;
                }
                warnings.add("Not done: " + sentences.get(made) + " " + e.said());
                break;
            }
        }
        List<Done.Link> next = new ArrayList<>();
        if (asked.isComplete()) {
            next.add(new Done.Link(asked.path(), "Why it is so now"));
        }
        next.add(new Done.Link("/console/audit/" + visit.request().requestId(), "Its entry in the audit"));
        next.add(new Done.Link(AccessPages.SECTION, "Access"));
        return visit.done(new Done(
                made == change.cmdlets().size() ? "Access is changed" : "Access is changed in part",
                AccessPages.SECTION,
                String.join(
                        " ",
                        sentences.subList(0, made).stream()
                                .map(ChangeNames::done)
                                .toList()),
                warnings,
                List.of(),
                new ProposedChange(change.cmdlets().subList(0, made)).command(),
                next));
    }
}
