"""The layout of « fr-esr-parcoursup », word for word as data.enseignementsup-recherche.gouv.fr publishes it: 118 columns.

Apostrophes are of both kinds, and « Filière de formation » is there twice. The rows are invented.
"""

from __future__ import annotations

LABELS = """
Session
Statut de l’établissement de la filière de formation (public, privé…)
Code UAI de l'établissement
Établissement
Code départemental de l’établissement
Département de l’établissement
Région de l’établissement
Académie de l’établissement
Commune de l’établissement
Filière de formation
Sélectivité
Filière de formation très agrégée
Filière de formation détaillée
Filière de formation
Filière de formation détaillée bis
Filière de formation très détaillée
Coordonnées GPS de la formation
Capacité de l’établissement par formation
Effectif total des candidats pour une formation
Dont effectif des candidates pour une formation
Effectif total des candidats en phase principale
Dont effectif des candidats ayant postulé en internat
Effectif des candidats néo bacheliers généraux en phase principale
Dont effectif des candidats boursiers néo bacheliers généraux en phase principale
Effectif des candidats néo bacheliers technologiques en phase principale
Dont effectif des candidats boursiers néo bacheliers technologiques en phase principale
Effectif des candidats néo bacheliers professionnels en phase principale
Dont effectif des candidats boursiers néo bacheliers professionnels en phase principale
Effectif des autres candidats en phase principale
Effectif total des candidats en phase complémentaire
Effectif des candidats néo bacheliers généraux en phase complémentaire
Effectif des candidats néo bacheliers technologique en phase complémentaire
Effectif des candidats néo bacheliers professionnels en phase complémentaire
Effectifs des autres candidats en phase complémentaire
Effectif total des candidats classés par l’établissement en phase principale
Effectif des candidats classés par l’établissement en phase complémentaire
Effectif des candidats classés par l’établissement en internat (CPGE)
Effectif des candidats classés par l’établissement hors internat (CPGE)
Effectif des candidats néo bacheliers généraux classés par l’établissement
Dont effectif des candidats boursiers néo bacheliers généraux classés par l’établissement
Effectif des candidats néo bacheliers technologiques classés par l’établissement
Dont effectif des candidats boursiers néo bacheliers technologiques classés par l’établissement
Effectif des candidats néo bacheliers professionnels classés par l’établissement
Dont effectif des candidats boursiers néo bacheliers professionnels classés par l’établissement
Effectif des autres candidats classés par l’établissement
Effectif total des candidats ayant reçu une proposition d’admission de la part de l’établissement
Effectif total des candidats ayant accepté la proposition de l’établissement (admis)
Dont effectif des candidates admises
Effectif des admis en phase principale
Effectif des admis en phase complémentaire
Dont effectif des admis ayant reçu leur proposition d’admission à l'ouverture de la procédure principale
Dont effectif des admis ayant reçu leur proposition d’admission avant le baccalauréat
Dont effectif des admis ayant reçu leur proposition d’admission avant la fin de la procédure principale
Dont effectif des admis en internat
Dont effectif des admis boursiers néo bacheliers
Effectif des admis néo bacheliers
Effectif des admis néo bacheliers généraux
Effectif des admis néo bacheliers technologiques
Effectif des admis néo bacheliers professionnels
Effectif des autres candidats admis
Dont effectif des admis néo bacheliers sans information sur la mention au bac
Dont effectif des admis néo bacheliers sans mention au bac
Dont effectif des admis néo bacheliers avec mention Assez Bien au bac
Dont effectif des admis néo bacheliers avec mention Bien au bac
Dont effectif des admis néo bacheliers avec mention Très Bien au bac
Dont effectif des admis néo bacheliers avec mention Très Bien avec félicitations au bac
Effectif des admis néo bacheliers généraux ayant eu une mention au bac
Effectif des admis néo bacheliers technologiques ayant eu une mention au bac
Effectif des admis néo bacheliers professionnels ayant eu une mention au bac
Dont effectif des admis issus du même établissement (BTS/CPGE)
Dont effectif des admises issues du même établissement (BTS/CPGE)
Dont effectif des admis issus de la même académie
Dont effectif des admis issus de la même académie (Paris/Créteil/Versailles réunies)
% d’admis ayant reçu leur proposition d’admission à l'ouverture de la procédure principale
% d’admis ayant reçu leur proposition d’admission avant le baccalauréat
% d’admis ayant reçu leur proposition d’admission avant la fin de la procédure principale
% d’admis dont filles
% d’admis néo bacheliers issus de la même académie
% d’admis néo bacheliers issus de la même académie (Paris/Créteil/Versailles réunies)
% d’admis néo bacheliers issus du même établissement (BTS/CPGE)
% d’admis néo bacheliers boursiers
% d’admis néo bacheliers
% d’admis néo bacheliers sans information sur la mention au bac
% d’admis néo bacheliers sans mention au bac
% d’admis néo bacheliers avec mention Assez Bien au bac
% d’admis néo bacheliers avec mention Bien au bac
% d’admis néo bacheliers avec mention Très Bien au bac
% d’admis néo bacheliers avec mention Très Bien avec félicitations au bac
% d’admis néo bacheliers généraux
Dont % d’admis avec mention (BG)
% d’admis néo bacheliers technologiques
Dont % d’admis avec mention (BT)
% d’admis néo bacheliers professionnels
Dont % d’admis avec mention (BP)
Effectif des candidats en terminale générale ayant reçu une proposition d’admission de la part de l’établissement
Dont effectif des candidats boursiers en terminale générale ayant reçu une proposition d’admission de la part de l’établissement
Effectif des candidats en terminale technologique ayant reçu une proposition d’admission de la part de l’établissement
Dont effectif des candidats boursiers en terminale technologique ayant reçu une proposition d’admission de la part de l’établissement
Effectif des candidats en terminale professionnelle ayant reçu une proposition d’admission de la part de l’établissement
Dont effectif des candidats boursiers en terminale générale professionnelle ayant reçu une proposition d’admission de la part de l’établissement
Effectif des autres candidats ayant reçu une proposition d’admission de la part de l’établissement
Regroupement 1 effectué par les formations pour les classements
Rang du dernier appelé du groupe 1
Regroupement 2 effectué par les formations pour les classements
Rang du dernier appelé du groupe 2
Regroupement 3 effectué par les formations pour les classements
Rang du dernier appelé du groupe 3
list_com
tri
cod_aff_form
Concours communs et banque d'épreuves
Lien de la formation sur la plateforme Parcoursup
Taux d’accès
Part des terminales générales qui étaient en position de recevoir une proposition en phase principale
Part des terminales technologiques qui étaient en position de recevoir une proposition en phase principale
Part des terminales professionnelles qui étaient en position de recevoir une proposition en phase principale
etablissement_id_paysage
composante_id_paysage
"""
NAMES = """
session contrat_etab cod_uai g_ea_lib_vx dep dep_lib region_etab_aff acad_mies ville_etab lib_for_voe_ins
select_form fili lib_comp_voe_ins form_lib_voe_acc fil_lib_voe_acc detail_forma
g_olocalisation_des_formations capa_fin voe_tot voe_tot_f nb_voe_pp nb_voe_pp_internat nb_voe_pp_bg
nb_voe_pp_bg_brs nb_voe_pp_bt nb_voe_pp_bt_brs nb_voe_pp_bp nb_voe_pp_bp_brs nb_voe_pp_at nb_voe_pc
nb_voe_pc_bg nb_voe_pc_bt nb_voe_pc_bp nb_voe_pc_at nb_cla_pp nb_cla_pc nb_cla_pp_internat
nb_cla_pp_pasinternat nb_cla_pp_bg nb_cla_pp_bg_brs nb_cla_pp_bt nb_cla_pp_bt_brs nb_cla_pp_bp
nb_cla_pp_bp_brs nb_cla_pp_at prop_tot acc_tot acc_tot_f acc_pp acc_pc acc_debutpp acc_datebac acc_finpp
acc_internat acc_brs acc_neobac acc_bg acc_bt acc_bp acc_at acc_mention_nonrenseignee acc_sansmention acc_ab
acc_b acc_tb acc_tbf acc_bg_mention acc_bt_mention acc_bp_mention acc_term acc_term_f acc_aca_orig
acc_aca_orig_idf pct_acc_debutpp pct_acc_datebac pct_acc_finpp pct_f pct_aca_orig pct_aca_orig_idf
pct_etab_orig pct_bours pct_neobac pct_mention_nonrenseignee pct_sansmention pct_ab pct_b pct_tb pct_tbf
pct_bg pct_bg_mention pct_bt pct_bt_mention pct_bp pct_bp_mention prop_tot_bg prop_tot_bg_brs prop_tot_bt
prop_tot_bt_brs prop_tot_bp prop_tot_bp_brs prop_tot_at lib_grp1 ran_grp1 lib_grp2 ran_grp2 lib_grp3
ran_grp3 list_com tri cod_aff_form detail_forma2 lien_form_psup taux_acces_ens part_acces_gen part_acces_tec
part_acces_pro etablissement_id_paysage composante_id_paysage
"""
HEADER = LABELS.strip().split("\n")
TECHNICAL = NAMES.split()

_PLACES = [
    TECHNICAL.index(name)
    for name in ("session", "cod_uai", "g_ea_lib_vx", "lib_comp_voe_ins", "fili", "voe_tot", "capa_fin")
]


def row(session, uai, school, course, kind, wishes, places):
    """A line of the file; the columns that nobody reads hold what the published ones do."""
    cells = [""] * len(HEADER)
    cells[TECHNICAL.index("g_olocalisation_des_formations")] = "43.1144, 1.6086"
    cells[TECHNICAL.index("pct_f")] = "33.0"
    cells[TECHNICAL.index("etablissement_id_paysage")] = "x"
    for place, value in zip(_PLACES, (session, uai, school, course, kind, wishes, places), strict=True):
        cells[place] = str(value)
    return ";".join(cells)
