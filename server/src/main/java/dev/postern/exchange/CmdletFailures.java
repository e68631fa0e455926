package dev.postern.exchange;

import dev.postern.directory.ApplicationRoles;
import dev.postern.directory.DirectoryFailure;
import dev.postern.exchange.CmdletFailure.Failed;
import dev.postern.exchange.CmdletFailure.NotRun;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.store.OutcomeUnknown;
import dev.postern.store.StoreException;
import java.util.List;

/** The texts of refusals, in one place because clients and scripts match them. */
final class CmdletFailures {
    private static final String TASKS = "Microsoft.Exchange.Configuration.Tasks.";
    private static final String MANAGEMENT = "Microsoft.Exchange.Management.Tasks.";
    private static final String STORE_TASKS = "Microsoft.Exchange.Management.StoreTasks.";
    private static final String DATA = "Microsoft.Exchange.Data.";
    private static final String COMMANDS = "Microsoft.Exchange.AdminApi.CommandInvocation.";
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;

    private CmdletFailures() {}

    static Failed notFound(String identity) {
        return new Failed(
                NOT_FOUND,
                "Ex6F9304",
                TASKS + "ManagementObjectNotFoundException",
                "The operation couldn't be performed because object '" + identity
                        + "' couldn't be found on 'postern'.");
    }

    /** Exchange finds only the service principals that were registered. */
    static Failed noSuchApp(String identity) {
        return new Failed(
                NOT_FOUND,
                "Ex94914C",
                TASKS + "ManagementObjectNotFoundException",
                "Couldn't find object \"" + identity
                        + "\". Please make sure that it was spelled correctly or specify a different object. An"
                        + " application needs a service principal in Exchange first: New-ServicePrincipal -AppId"
                        + " APP-ID -ObjectId OBJECT-ID.");
    }

    /** For an object that a parameter refers to: a member, an owner, a scope. */
    static Failed noSuchReference(String identity) {
        return new Failed(
                NOT_FOUND,
                "Ex94914C",
                TASKS + "ManagementObjectNotFoundException",
                "Couldn't find object \"" + identity
                        + "\". Please make sure that it was spelled correctly or specify a different object.");
    }

    static Failed ambiguous(String identity) {
        return new Failed(
                BAD_REQUEST,
                "",
                TASKS + "ManagementObjectAmbiguousException",
                "There are multiple recipients matching identity \"" + identity + "\". Please specify a unique value.");
    }

    static Failed ambiguousPrincipal(String identity) {
        return new Failed(
                BAD_REQUEST,
                "",
                TASKS + "ManagementObjectAmbiguousException",
                "There are multiple service principals matching identity \"" + identity
                        + "\". Please specify the ObjectId of one of them.");
    }

    static Failed noPrincipalInEntra(String objectId) {
        return new Failed(
                NOT_FOUND,
                "",
                MANAGEMENT + "AADServicePrincipalNotFoundException",
                "No ServicePrincipal with Object Id '" + objectId
                        + "' and this AppId is registered. Specify the object id of the service principal, not that of"
                        + " the application.");
    }

    static Failed noSuchRole(String role) {
        return new Failed(
                NOT_FOUND,
                "",
                TASKS + "ManagementObjectNotFoundException",
                "The management role '" + role + "' couldn't be found, or it isn't an application role. The roles are: "
                        + String.join(", ", ApplicationRoles.names()) + ".");
    }

    static Failed ambiguousPolicy(String identity) {
        return new Failed(
                BAD_REQUEST,
                "",
                TASKS + "ManagementObjectAmbiguousException",
                "There are multiple policies matching identity \"" + identity
                        + "\". Please specify the Guid of one of them.");
    }

    static Failed nameTaken(String distinguishedName) {
        return new Failed(
                BAD_REQUEST,
                "",
                DATA + "Directory.ADObjectAlreadyExistsException",
                "The object '" + distinguishedName + "' already exists.");
    }

    static Failed addressTaken(String address, String holder) {
        return new Failed(
                BAD_REQUEST,
                "",
                MANAGEMENT + "ProxyAddressExistsException",
                "The proxy address \"smtp:" + address
                        + "\" is already being used by the proxy addresses or LegacyExchangeDN of \"" + holder
                        + "\". Please choose another proxy address.");
    }

    static Failed foreignDomain(String domain) {
        return new Failed(
                BAD_REQUEST,
                "",
                DATA + "Directory.NotAcceptedDomainException",
                "The domain '" + domain + "' isn't an accepted domain for your organization.");
    }

    static Failed alreadyMember(String member, String group) {
        return new Failed(
                BAD_REQUEST,
                "",
                MANAGEMENT + "MemberAlreadyExistsException",
                "The recipient \"" + member + "\" is already a member of the group \"" + group + "\".");
    }

    static Failed notMember(String member, String group) {
        return new Failed(
                BAD_REQUEST,
                "",
                MANAGEMENT + "MemberNotFoundException",
                "The recipient \"" + member + "\" isn't a member of the group \"" + group + "\".");
    }

    /** Exchange returns only this sentence, without an exception type. */
    static Failed scopeIsNoPrincipal() {
        return new Failed(BAD_REQUEST, "", "", "The identity of the policy scope is not a security principal.");
    }

    static Failed invalid(String text) {
        return new Failed(BAD_REQUEST, "", DATA + "DataValidationException", text);
    }

    static Failed traceDates(String text) {
        return new Failed(
                BAD_REQUEST, "", "Microsoft.Exchange.Management.FfoReporting.Common.InvalidExpressionException", text);
    }

    static Failed invalidFilter(String text) {
        return new Failed(BAD_REQUEST, "", "Microsoft.Exchange.Data.Directory.InvalidFilterException", text);
    }

    /** Permissions exist for calendars only, so another folder is not found either. */
    static Failed noCalendar(String identity) {
        return new Failed(
                NOT_FOUND,
                "",
                TASKS + "ManagementObjectNotFoundException",
                "The operation couldn't be performed because '" + identity
                        + "' couldn't be found. This server has permissions for calendars: 'mailbox:\\Calendar' and"
                        + " 'mailbox:\\Calendar\\name'.");
    }

    static Failed permissionExists(String user) {
        return new Failed(
                BAD_REQUEST,
                "",
                STORE_TASKS + "UserAlreadyExistsInPermissionEntryException",
                "An existing permission entry was found for user: " + user + ".");
    }

    static Failed noPermission(String user) {
        return new Failed(
                NOT_FOUND,
                "",
                STORE_TASKS + "UserNotFoundInPermissionEntryException",
                "There is no existing permission entry found for user: " + user + ".");
    }

    static Failed unknownUser(String user) {
        return new Failed(
                BAD_REQUEST,
                "",
                STORE_TASKS + "InvalidExternalUserIdException",
                "The user \"" + user + "\" is either not valid SMTP address, or there is no matching information.");
    }

    /** A refusal by a mailbox. */
    static Failed of(MailboxFailure failure) {
        return switch (failure) {
            case MailboxFailure.ItemNotFound _, MailboxFailure.FolderNotFound _, MailboxFailure.MailboxNotFound _ ->
                new Failed(
                        NOT_FOUND,
                        "",
                        TASKS + "ManagementObjectNotFoundException",
                        String.valueOf(failure.getMessage()));
            case MailboxFailure.RuleRefused refused
            when refused.fault() == MailboxFailure.RuleRefused.RuleFault.NOT_FOUND ->
                new Failed(NOT_FOUND, "", MANAGEMENT + "RuleNotFoundException", String.valueOf(failure.getMessage()));
            default -> invalid(String.valueOf(failure.getMessage()));
        };
    }

    /** A rule is identified by its name or by its number. */
    static Failed noRule(String identity) {
        return new Failed(
                NOT_FOUND,
                "",
                TASKS + "ManagementObjectNotFoundException",
                "The Inbox rule '" + identity + "' couldn't be found.");
    }

    static Failed ambiguousRule(String identity) {
        return new Failed(
                BAD_REQUEST,
                "",
                TASKS + "ManagementObjectAmbiguousException",
                "There are multiple Inbox rules with the name '" + identity
                        + "'. Please specify the RuleIdentity of one of them.");
    }

    /** Converts a refusal by the directory to the errors of cmdlets. */
    static Failed of(DirectoryFailure failure) {
        return switch (failure) {
            case DirectoryFailure.AddressTaken taken -> addressTaken(taken.address(), taken.holder());
            case DirectoryFailure.AlreadyExists there -> nameTaken(there.value());
            case DirectoryFailure.NotFound missing -> notFound(missing.what());
            case DirectoryFailure.QuotaExceeded full ->
                new Failed(BAD_REQUEST, "", DATA + "Directory.ADOperationException", String.valueOf(full.getMessage()));
            case DirectoryFailure.NotCurrent late ->
                new Failed(
                        UNAVAILABLE,
                        "",
                        DATA + "Directory.ADTransientException",
                        late.getMessage() + " Nothing was changed.");
            case DirectoryFailure other -> invalid(String.valueOf(other.getMessage()));
        };
    }

    /** The database is unavailable: reported as Exchange reports an unavailable directory. */
    static Failed of(StoreException failure) {
        String what = failure instanceof OutcomeUnknown
                ? "The connection to the database was lost during the change. Check whether the change was made before"
                        + " you retry."
                : "The database is temporarily unavailable. Nothing was changed; try again.";
        return new Failed(UNAVAILABLE, "", DATA + "Directory.ADTransientException", what);
    }

    static NotRun unknownCmdlet(String name) {
        return new NotRun(
                "System.Management.Automation.CommandNotFoundException",
                "The term '" + name + "' is not recognized as the name of a cmdlet that this server supports.",
                true);
    }

    static NotRun parameterSet(String names) {
        return new NotRun(
                COMMANDS + "AmbiguousParameterSetException",
                "Parameter set cannot be resolved using the specified named parameters."
                        + (names.isEmpty() ? "" : " Invalid cmdlet parameters specified. " + names),
                true);
    }

    static NotRun missing(String parameter) {
        return new NotRun(
                "System.Management.Automation.ParameterBindingException",
                "Cannot process command because of one or more missing mandatory parameters: " + parameter + ".",
                true);
    }

    static NotRun empty(String parameter, String what) {
        return new NotRun(
                "System.Management.Automation.ParameterBindingValidationException",
                "Cannot bind argument to parameter '" + parameter + "' because it is " + what + ".",
                true);
    }

    static NotRun wrongValue(String parameter, String value, String type, List<String> legal) {
        String names = legal.isEmpty() ? "" : " Specify one of the following values: " + String.join(", ", legal);
        return new NotRun(
                COMMANDS + "ParameterTransformationException",
                "Cannot process argument transformation on parameter '" + parameter + "'. Cannot convert value \""
                        + value + "\" to type \"" + type + "\"." + names,
                false);
    }

    static NotRun wrongRequest(String text) {
        return new NotRun("Microsoft.Exchange.Admin.OData.Core.ODataServiceException", text, true);
    }
}
