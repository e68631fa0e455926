package dev.postern.graph.setting;

import dev.postern.calendar.ZoneNames;
import dev.postern.gate.SettingsReader;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.mailbox.setting.MailboxLocale;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code outlook} and its functions: the languages and time zones that a mailbox can have. */
final class OutlookLists {
    private static final String STANDARD = "TimeZoneStandard";

    private OutlookLists() {}

    static Response outlook(SettingsReader mailbox, GraphRequest request) {
        ObjectNode content = Json.object();
        content.put("@odata.context", request.context("users('" + mailbox.ownerId() + "')/outlook/$entity"));
        content.put("id", mailbox.ownerId().toString());
        return GraphAnswer.ok(content, request.metadata());
    }

    static Response languages(SettingsReader mailbox, GraphRequest request) {
        return list(
                request,
                "localeInfo",
                MailboxLocale.ALL.stream().map(SettingView::language).toList());
    }

    static Response timeZones(SettingsReader mailbox, GraphRequest request) {
        String standard = request.argument(STANDARD).map(OutlookLists::member).orElse("windows");
        List<ObjectNode> zones = switch (standard) {
            case "windows" ->
                ZoneNames.displayNames().entrySet().stream()
                        .map(one -> zone(one.getKey(), one.getValue()))
                        .toList();
            case "iana" ->
                ZoneNames.ianaNames().stream().map(name -> zone(name, name)).toList();
            default ->
                throw new GraphFailure(
                        400,
                        "RequestBroker--ParseUri",
                        "'" + standard + "' is not a timeZoneStandard. It has to be Windows or Iana.");
        };
        return list(request, "timeZoneInformation", zones);
    }

    /** The member of {@code 'Iana'} or {@code microsoft.graph.timeZoneStandard'Iana'}. */
    private static String member(String argument) {
        int quote = argument.indexOf('\'');
        String text = quote >= 0 && argument.endsWith("'") && argument.length() > quote + 1
                ? argument.substring(quote + 1, argument.length() - 1)
                : argument;
        return text.toLowerCase(java.util.Locale.ROOT);
    }

    private static ObjectNode zone(String alias, String displayName) {
        return Json.object().put("alias", alias).put("displayName", displayName);
    }

    private static Response list(GraphRequest request, String type, List<ObjectNode> all) {
        ObjectNode content = Json.object();
        content.put("@odata.context", request.context("Collection(microsoft.graph." + type + ")"));
        ArrayNode value = content.putArray("value");
        all.forEach(value::add);
        return GraphAnswer.ok(content, request.metadata());
    }
}
