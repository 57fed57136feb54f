import { Link, useLocation } from '@tanstack/react-router';
import { isActiveItem, type NavItem } from './navigation.ts';

interface NavLinkProps {
  item: NavItem;
  /** All items of the bar or rail. */
  items: readonly NavItem[];
  className: string | undefined;
  iconSize: number;
}

/** An item of a bar or rail, marked also on screens below it that have no item of their own there. */
export const NavLink = ({ item, items, className, iconSize }: NavLinkProps) => {
  const { to, label, Icon } = item;
  const isActive = isActiveItem(item, items, useLocation().pathname);
  return (
    <Link to={to} className={className} {...(isActive && { 'data-status': 'active' })}>
      <Icon size={iconSize} stroke={1.8} aria-hidden />
      {label}
    </Link>
  );
};
