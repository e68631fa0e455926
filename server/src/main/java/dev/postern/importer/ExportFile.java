package dev.postern.importer;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The files of an export, with the properties that are used. All other properties are skipped without being kept in memory. */
public enum ExportFile {
    RECIPIENTS("Get-Recipient.json", names(Names.RECIPIENT)),
    GROUPS("Get-DistributionGroup.json", names(Names.RECIPIENT + " Members ManagedBy")),
    POLICIES(
            "Get-ApplicationAccessPolicy.json",
            names("Identity AppId ScopeName ScopeIdentity ScopeIdentityRaw Description AccessRight")),
    APPLICATIONS(
            "Get-MgServicePrincipal.json",
            names("Id ObjectId AppId DisplayName AppDisplayName ServicePrincipalType AccountEnabled CreatedDateTime"
                    + " AppRoleAssignmentRequired ServicePrincipalNames AlternativeNames AppRoles AppRoleAssignments"
                    + " AdditionalProperties")),
    SERVICE_PRINCIPALS(
            "Get-ServicePrincipal.json",
            names("AppId ObjectId ServiceId DisplayName Identity Name Id Guid ExchangeObjectId DistinguishedName"
                    + " WhenCreated WhenCreatedUTC")),
    SCOPES(
            "Get-ManagementScope.json",
            names("Name Identity Id Guid ExchangeObjectId DistinguishedName RecipientFilter RecipientRestrictionFilter"
                    + " ScopeRestrictionType RecipientRoot Exclusive WhenCreated WhenCreatedUTC")),
    ASSIGNMENTS(
            "Get-ManagementRoleAssignment.json",
            names("Name Identity Id Guid ExchangeObjectId Role RoleAssignee RoleAssigneeName App RoleAssigneeType"
                    + " RoleAssignmentDelegationType Enabled RecipientWriteScope CustomResourceScope"
                    + " CustomRecipientWriteScope RecipientAdministrativeUnitScope RecipientGroupScope"
                    + " RecipientOrganizationalUnitScope WhenCreated WhenCreatedUTC")),
    UNITS("Get-MgDirectoryAdministrativeUnit.json", names("Id ObjectId DisplayName Members"));

    private final String text;
    private final Set<String> properties;

    ExportFile(String text, Set<String> properties) {
        this.text = text;
        this.properties = properties;
    }

    /** The file with this name, compared without case; other files are ignored. */
    public static Optional<ExportFile> called(String name) {
        return Arrays.stream(values())
                .filter(file -> file.text.equalsIgnoreCase(name))
                .findFirst();
    }

    /** The name of the file. */
    public String text() {
        return text;
    }

    /** The properties that are used, in lower case. */
    Set<String> properties() {
        return properties;
    }

    private static Set<String> names(String words) {
        return Stream.of(words.split(" ")).map(ExportItem::fold).collect(Collectors.toUnmodifiableSet());
    }

    /** Apart, because the constants of an enumeration cannot use its own. */
    private static final class Names {
        static final String RECIPIENT =
                "Identity Id Name DisplayName Alias PrimarySmtpAddress WindowsEmailAddress EmailAddresses"
                        + " RecipientType RecipientTypeDetails GroupType ExternalDirectoryObjectId Guid"
                        + " ExchangeObjectId ExchangeGuid Sid DistinguishedName LegacyExchangeDN UserPrincipalName"
                        + " WindowsLiveID MicrosoftOnlineServicesID AccountDisabled HiddenFromAddressListsEnabled"
                        + " HiddenGroupMembershipEnabled WhenCreated WhenCreatedUTC Notes FirstName LastName Title"
                        + " Department Company Office City StateOrProvince CountryOrRegion UsageLocation "
                        + IntStream.rangeClosed(1, 15)
                                .mapToObj(number -> "CustomAttribute" + number)
                                .collect(Collectors.joining(" "));

        private Names() {}
    }
}
