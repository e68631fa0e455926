package dev.postern.directory;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.NullUnmarked;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.ValueInstantiators;
import tools.jackson.databind.deser.std.StdValueInstantiator;

/**
 * Calls the constructors of the directory's records with their components in order. Jackson would make method handles for each constructor
 * at run time, which takes a seventh of a start.
 */
@NullUnmarked
final class RecordMakers extends ValueInstantiators.Base {
    private static final Map<Class<?>, Function<Object[], Object>> MAKERS = Map.ofEntries(
            entry(
                    User.class,
                    c -> new User(at(c, 0), at(c, 1), at(c, 2), at(c, 3), at(c, 4), at(c, 5), at(c, 6), at(c, 7))),
            entry(
                    Group.class,
                    c -> new Group(
                            at(c, 0), at(c, 1), at(c, 2), at(c, 3), at(c, 4), at(c, 5), at(c, 6), at(c, 7), at(c, 8))),
            entry(
                    Application.class,
                    c -> new Application(
                            at(c, 0), at(c, 1), at(c, 2), at(c, 3), at(c, 4), at(c, 5), at(c, 6), at(c, 7), at(c, 8))),
            entry(
                    ServicePrincipal.class,
                    c -> new ServicePrincipal(
                            at(c, 0), at(c, 1), at(c, 2), at(c, 3), at(c, 4), at(c, 5), at(c, 6), at(c, 7), at(c, 8),
                            at(c, 9), at(c, 10), at(c, 11), at(c, 12), at(c, 13))),
            entry(AdministrativeUnit.class, c -> new AdministrativeUnit(at(c, 0), at(c, 1), at(c, 2), at(c, 3))),
            entry(
                    Recipient.class,
                    c -> new Recipient(
                            at(c, 0), at(c, 1), at(c, 2), at(c, 3), at(c, 4), at(c, 5), at(c, 6), at(c, 7), at(c, 8))),
            entry(Credentials.class, c -> new Credentials(at(c, 0), at(c, 1), at(c, 2))),
            entry(
                    PasswordCredential.class,
                    c -> new PasswordCredential(at(c, 0), at(c, 1), at(c, 2), at(c, 3), at(c, 4), at(c, 5))),
            entry(KeyCredential.class, c -> new KeyCredential(at(c, 0), at(c, 1), at(c, 2), at(c, 3), at(c, 4))),
            entry(
                    FederatedCredential.class,
                    c -> new FederatedCredential(at(c, 0), at(c, 1), at(c, 2), at(c, 3), at(c, 4), at(c, 5))),
            entry(AppRole.class, c -> new AppRole(at(c, 0), at(c, 1), at(c, 2), at(c, 3), at(c, 4), at(c, 5))),
            entry(
                    AppRoleAssignment.class,
                    c -> new AppRoleAssignment(at(c, 0), at(c, 1), at(c, 2), at(c, 3), at(c, 4))),
            entry(
                    ApplicationAccessPolicy.class,
                    c -> new ApplicationAccessPolicy(
                            at(c, 0), at(c, 1), at(c, 2), at(c, 3), at(c, 4), at(c, 5), at(c, 6), at(c, 7), at(c, 8))),
            entry(
                    ExchangeServicePrincipal.class,
                    c -> new ExchangeServicePrincipal(at(c, 0), at(c, 1), at(c, 2), at(c, 3), at(c, 4))),
            entry(
                    TransportRule.class,
                    c -> new TransportRule(
                            at(c, 0), at(c, 1), at(c, 2), at(c, 3), at(c, 4), at(c, 5), at(c, 6), at(c, 7), at(c, 8),
                            at(c, 9), at(c, 10), at(c, 11), at(c, 12), at(c, 13))),
            entry(ManagementScope.class, c -> new ManagementScope(at(c, 0), at(c, 1), at(c, 2), at(c, 3))),
            entry(
                    ManagementRoleAssignment.class,
                    c -> new ManagementRoleAssignment(
                            at(c, 0), at(c, 1), at(c, 2), at(c, 3), at(c, 4), at(c, 5), at(c, 6))));

    /** The records that it makes. */
    static Set<Class<?>> types() {
        return MAKERS.keySet();
    }

    /** The type is that of the constructor's parameter, for which Jackson has read the value. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T> T at(Object[] components, int index) {
        return (T) components[index];
    }

    @Override
    public ValueInstantiator modifyValueInstantiator(
            DeserializationConfig config, BeanDescription.Supplier bean, ValueInstantiator usual) {
        Function<Object[], Object> maker = MAKERS.get(bean.getBeanClass());
        return maker != null && usual instanceof StdValueInstantiator standard ? new Made(standard, maker) : usual;
    }

    private static final class Made extends StdValueInstantiator {
        private final transient Function<Object[], Object> maker;

        Made(StdValueInstantiator standard, Function<Object[], Object> maker) {
            super(standard);
            this.maker = maker;
        }

        @Override
        public Object createFromObjectWith(DeserializationContext context, Object[] components) {
            return maker.apply(components);
        }
    }
}
