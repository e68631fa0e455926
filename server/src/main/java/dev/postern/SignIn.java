package dev.postern;

import dev.postern.login.Login;
import dev.postern.login.LoginLog;
import dev.postern.outbound.OutboundClient;
import dev.postern.settings.Settings;
import dev.postern.token.ClientAuthentication;
import dev.postern.token.HttpDocumentFetcher;
import dev.postern.token.UsedAssertions;

/**
 * Client authentication and the token endpoints.
 *
 * @param used records used assertions, if each may be used once
 */
record SignIn(Login login, LoginLog log, UsedAssertions used) implements AutoCloseable {
    static SignIn of(Core core, Settings.SignIn settings, OutboundClient outbound, OwnAddresses own) {
        UsedAssertions used = new UsedAssertions(
                core.database(),
                core.clock(),
                settings.singleUseAssertions()
                        ? UsedAssertions.Policy.ONCE_PER_RESOURCE
                        : UsedAssertions.Policy.WHILE_VALID);
        LoginLog log = new LoginLog(core.audit(), core.clock(), settings.failedLogins());
        ClientAuthentication clients =
                ClientAuthentication.of(own, core.issuer(), used, new HttpDocumentFetcher(outbound), core.clock());
        Login login = new Login(core.directory(), clients, core.issuer(), core.keys(), log, own, core.clock());
        return new SignIn(login, log, used);
    }

    /** Writes the sums of failed logins. */
    @Override
    public void close() {
        log.sumUp();
    }
}
