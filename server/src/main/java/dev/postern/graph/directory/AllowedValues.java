package dev.postern.graph.directory;

import dev.postern.graph.model.StructuredType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Properties that the model declares as text although only some values are valid. Values of properties with an enumeration are checked when
 * the body is read. Case counts, as in Graph.
 */
final class AllowedValues {
    private static final List<String> AUDIENCES = List.of(
            "AzureADMyOrg", "AzureADMultipleOrgs", "AzureADandPersonalMicrosoftAccount", "PersonalMicrosoftAccount");

    /** By type and property. */
    private static final Map<String, List<String>> BY_PROPERTY = Map.of(
            "microsoft.graph.application/signInAudience",
            AUDIENCES,
            "microsoft.graph.servicePrincipal/signInAudience",
            AUDIENCES,
            "microsoft.graph.servicePrincipal/preferredSingleSignOnMode",
            List.of("password", "saml", "notSupported", "oidc"),
            "microsoft.graph.group/visibility",
            List.of("Public", "Private", "HiddenMembership"),
            "microsoft.graph.group/membershipRuleProcessingState",
            List.of("On", "Paused"),
            "microsoft.graph.group/theme",
            List.of("Teal", "Purple", "Green", "Blue", "Pink", "Orange", "Red"),
            "microsoft.graph.user/ageGroup",
            List.of("Minor", "NotAdult", "Adult"),
            "microsoft.graph.user/consentProvidedForMinor",
            List.of("Granted", "Denied", "NotRequired"),
            "microsoft.graph.user/userType",
            List.of("Member", "Guest"));

    private AllowedValues() {}

    /** What is wrong with a value, or empty if it is valid. */
    static Optional<String> check(StructuredType type, String property, JsonNode value) {
        List<String> allowed = BY_PROPERTY.get(type.typeName() + "/" + property);
        return allowed == null || allowed.contains(value.asString(""))
                ? Optional.empty()
                : Optional.of("It must be one of " + String.join(", ", allowed) + ".");
    }
}
