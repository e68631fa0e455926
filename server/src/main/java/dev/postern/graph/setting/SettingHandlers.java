package dev.postern.graph.setting;

import static dev.postern.gate.MailboxOpening.MAIL_READ;
import static dev.postern.gate.MailboxOpening.MAIL_WRITE;
import static dev.postern.gate.MailboxOpening.SETTINGS_READ;
import static dev.postern.gate.MailboxOpening.SETTINGS_WRITE;

import dev.postern.graph.GraphEdge;
import java.time.InstantSource;

/** Binds the operations on settings, categories and rules to their rows of the table. */
public final class SettingHandlers {
    private static final String SETTINGS = "/users/{id}/mailboxSettings";
    private static final String CATEGORIES = "/users/{id}/outlook/masterCategories";
    private static final String INFERENCE = "/users/{id}/inferenceClassification";

    private static final String RULE = "messageRule";

    private SettingHandlers() {}

    /** Called once, before the first request. */
    public static void bindAll(GraphEdge edge, InstantSource clock) {
        SettingOperations settings = new SettingOperations(clock);
        edge.bind("GET", SETTINGS, "", SETTINGS_READ, settings::get)
                .bind("PATCH", SETTINGS, "", SETTINGS_WRITE, settings::update);
        SettingView.PROPERTIES.forEach(
                name -> edge.bind("GET", SETTINGS + "/" + name, "", SETTINGS_READ, settings::property));
        String category = "outlookCategory";
        edge.bind("GET", CATEGORIES, category, SETTINGS_READ, CategoryOperations::list)
                .bind("POST", CATEGORIES, category, SETTINGS_WRITE, CategoryOperations::create)
                .bind("GET", CATEGORIES + "/$count", category, SETTINGS_READ, CategoryOperations::count)
                .bind("GET", CATEGORIES + "/{id}", category, SETTINGS_READ, CategoryOperations::get)
                .bind("PATCH", CATEGORIES + "/{id}", category, SETTINGS_WRITE, CategoryOperations::update)
                .bind("DELETE", CATEGORIES + "/{id}", category, SETTINGS_WRITE, CategoryOperations::delete);
        overrides(edge);
        edge.bind("POST", "/users/{id}/getMailTips", "", MAIL_READ, new MailTips(clock)::get)
                .bind("POST", "/users/{id}/translateExchangeIds", "", MAIL_READ, new TranslateIds(edge)::translate);
        bindRules(edge, "/users/{id}/mailFolders/inbox/messageRules");
        bindRules(edge, "/users/{id}/mailFolders/{id}/messageRules");
        bindRules(edge, "/users/{id}/mailFolders/{id}/childFolders/{id}/messageRules");
        edge.bind("GET", "/users/{id}/mailFolders/{id}/messageRules/$count", RULE, SETTINGS_READ, RuleOperations::count)
                .bind(
                        "GET",
                        "/users/{id}/mailFolders/{id}/childFolders/{id}/messageRules/$count",
                        RULE,
                        SETTINGS_READ,
                        RuleOperations::count);
        edge.bind("GET", "/users/{id}/outlook", "", SETTINGS_READ, OutlookLists::outlook)
                .bind("GET", "/users/{id}/outlook/supportedLanguages", "", SETTINGS_READ, OutlookLists::languages)
                .bind("GET", "/users/{id}/outlook/supportedTimeZones", "", SETTINGS_READ, OutlookLists::timeZones);
    }

    private static void overrides(GraphEdge edge) {
        String all = INFERENCE + "/overrides";
        edge.bind("GET", INFERENCE, "", MAIL_READ, OverrideOperations::parent)
                .bind("PATCH", INFERENCE, "", MAIL_WRITE, OverrideOperations::updateParent)
                .bind("GET", all, "", MAIL_READ, OverrideOperations::list)
                .bind("POST", all, "", MAIL_WRITE, OverrideOperations::create)
                .bind("GET", all + "/$count", "", MAIL_READ, OverrideOperations::count)
                .bind("GET", all + "/{id}", "", MAIL_READ, OverrideOperations::get)
                .bind("PATCH", all + "/{id}", "", MAIL_WRITE, OverrideOperations::update)
                .bind("DELETE", all + "/{id}", "", MAIL_WRITE, OverrideOperations::delete);
    }

    private static void bindRules(GraphEdge edge, String rules) {
        edge.bind("GET", rules, RULE, SETTINGS_READ, RuleOperations::list)
                .bind("POST", rules, RULE, SETTINGS_WRITE, RuleOperations::create)
                .bind("GET", rules + "/{id}", RULE, SETTINGS_READ, RuleOperations::get)
                .bind("PATCH", rules + "/{id}", RULE, SETTINGS_WRITE, RuleOperations::update)
                .bind("DELETE", rules + "/{id}", RULE, SETTINGS_WRITE, RuleOperations::delete);
    }
}
