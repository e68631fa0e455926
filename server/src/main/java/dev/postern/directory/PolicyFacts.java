package dev.postern.directory;

import dev.postern.access.AppId;
import dev.postern.access.AppSelector;
import dev.postern.access.ObjectId;
import dev.postern.access.PolicyId;
import dev.postern.persistent.KeyOrder;
import dev.postern.persistent.PersistentMap;
import dev.postern.persistent.PersistentMultimap;
import dev.postern.persistent.WorkListener;
import java.util.stream.Stream;

/** The application access policies by id, by the application they name, by scope and by the scope's SID. Immutable. */
record PolicyFacts(
        PersistentMap<PolicyId, ApplicationAccessPolicy> byId,
        PersistentMultimap<String, ApplicationAccessPolicy> bySelector,
        PersistentMultimap<ObjectId, ApplicationAccessPolicy> byScope,
        PersistentMultimap<String, ApplicationAccessPolicy> bySid) {
    static PolicyFacts empty(WorkListener work) {
        KeyOrder<ApplicationAccessPolicy> policies =
                KeyOrder.ids(policy -> policy.id().value());
        return new PolicyFacts(
                PersistentMap.empty(KeyOrder.ids(PolicyId::value), work),
                PersistentMultimap.empty(KeyOrder.texts(), policies, work),
                PersistentMultimap.empty(KeyOrder.ids(ObjectId::value), policies, work),
                PersistentMultimap.empty(KeyOrder.texts(), policies, work));
    }

    /** The policies that name an application, including those for every application. */
    Stream<ApplicationAccessPolicy> naming(AppId app) {
        return Stream.concat(
                bySelector.get(new AppSelector.One(app).toString()).stream(),
                bySelector.get(new AppSelector.Every().toString()).stream());
    }

    PolicyFacts with(ApplicationAccessPolicy policy) {
        PolicyFacts others = without(policy.id());
        return new PolicyFacts(
                others.byId.with(policy.id(), policy),
                others.bySelector.with(policy.app().toString(), policy),
                others.byScope.with(policy.scope(), policy),
                others.bySid.with(policy.scopeSid(), policy));
    }

    PolicyFacts without(PolicyId id) {
        ApplicationAccessPolicy known = byId.get(id);
        return known == null
                ? this
                : new PolicyFacts(
                        byId.without(id),
                        bySelector.without(known.app().toString(), known),
                        byScope.without(known.scope(), known),
                        bySid.without(known.scopeSid(), known));
    }
}
