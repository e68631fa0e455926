package dev.postern.importer;

import dev.postern.access.ObjectId;
import dev.postern.directory.AdministrativeUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Makes administrative units with their members. */
final class UnitImport {
    private static final ExportFile FILE = ExportFile.UNITS;
    private static final int MAX_NAME_LENGTH = 256;

    private final ImportContext context;

    UnitImport(ImportContext context) {
        this.context = context;
    }

    void run() {
        context.items(FILE).forEach(this::one);
    }

    private void one(ExportItem item) {
        context.budget().checkTime();
        UUID id = item.guid("Id", "ObjectId");
        String name = item.textOrEmpty("DisplayName").replaceAll("\\p{Cntrl}", " ");
        String label = name.isEmpty() ? "item " + item.number() : name;
        if (id == null || name.length() > MAX_NAME_LENGTH || !context.isFree(id)) {
            context.report()
                    .unused(FILE, label, id == null ? "It has no Id." : "Its name is too long, or its id is used.");
            return;
        }
        ObjectId unit = new ObjectId(id);
        if (context.put(FILE, label, new AdministrativeUnit(unit, context.now(), label, Map.of()))) {
            context.newId(id);
            context.report().count("administrativeUnits");
            List<JsonNode> members = item.list("Members");
            for (JsonNode member : members == null ? List.<JsonNode>of() : members) {
                ObjectId found = context.names().find(member);
                if (found == null) {
                    String text = ExportValues.text(member);
                    context.report().unused(FILE, label, "Its member " + text + " is not among the recipients.");
                } else {
                    context.draft().addMember(unit, found);
                }
            }
        }
    }
}
