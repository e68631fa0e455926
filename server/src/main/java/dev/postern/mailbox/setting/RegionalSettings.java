package dev.postern.mailbox.setting;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The language of a mailbox, its formats and its time zone.
 *
 * @param timeZone a name that {@link dev.postern.calendar.ZoneNames} knows, as it was given
 * @param dateFormat a pattern of the locale
 * @param timeFormat a pattern of the locale
 * @param delegateDelivery who gets meeting messages if there are delegates, by Graph's names; shown only
 */
public record RegionalSettings(
        MailboxLocale locale, String timeZone, String dateFormat, String timeFormat, String delegateDelivery) {
    private static final MailboxLocale ENGLISH =
            MailboxLocale.find("en-US").orElseThrow(() -> new IllegalStateException("locales.csv has no en-US"));

    public static final RegionalSettings DEFAULT = new RegionalSettings(
            ENGLISH,
            "UTC",
            ENGLISH.dateFormats().getFirst(),
            ENGLISH.timeFormats().getFirst(),
            "sendToDelegateOnly");

    /** With another locale; formats that it does not have become its defaults. */
    public RegionalSettings with(MailboxLocale other) {
        return new RegionalSettings(
                other,
                timeZone,
                other.dateFormats().contains(dateFormat)
                        ? dateFormat
                        : other.dateFormats().getFirst(),
                other.timeFormats().contains(timeFormat)
                        ? timeFormat
                        : other.timeFormats().getFirst(),
                delegateDelivery);
    }

    public RegionalSettings withTimeZone(String other) {
        return new RegionalSettings(locale, other, dateFormat, timeFormat, delegateDelivery);
    }

    public RegionalSettings withFormats(String date, String time) {
        return new RegionalSettings(locale, timeZone, date, time, delegateDelivery);
    }

    public RegionalSettings withDelegateDelivery(String other) {
        return new RegionalSettings(locale, timeZone, dateFormat, timeFormat, other);
    }

    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("locale", locale.tag())
                .put("timeZone", timeZone)
                .put("dateFormat", dateFormat)
                .put("timeFormat", timeFormat)
                .put("delegateDelivery", delegateDelivery);
    }

    static RegionalSettings of(ObjectNode json) {
        return new RegionalSettings(
                MailboxLocale.find(json.path("locale").stringValue("")).orElse(ENGLISH),
                json.path("timeZone").stringValue(DEFAULT.timeZone),
                json.path("dateFormat").stringValue(DEFAULT.dateFormat),
                json.path("timeFormat").stringValue(DEFAULT.timeFormat),
                json.path("delegateDelivery").stringValue(DEFAULT.delegateDelivery));
    }
}
